// The clock of a planned session. It counts down the server's seconds, so a device whose clock is wrong shows the same.
import { behaviour } from "../js/behaviour.js"

behaviour("running", (place) => {
  const face = place.querySelector("time")
  const ends = performance.now() + 1000 * Number(place.dataset.left)

  const show = () => {
    if (!place.isConnected) return clearInterval(every)
    const left = Math.round((ends - performance.now()) / 1000)
    const seconds = Math.abs(left)
    face.textContent = `${left < 0 ? "+" : ""}${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`
  }

  const every = setInterval(show, 1000)
  show()
})

const two = (number) => String(number).padStart(2, "0")
