// The running clock. It counts on from the server's seconds, so a device whose clock is wrong shows the same.
export function clock(place) {
  const limit = 60 * Number(place.dataset.limit)
  const face = place.querySelector("time")
  let began

  const show = () => {
    const seconds = Math.floor((Date.now() - began) / 1000)
    face.textContent = `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`
    place.classList.toggle("is-over", seconds >= limit)
  }

  const run = () => {
    if (began !== undefined) return
    began = Date.now() - 1000 * Number(place.dataset.elapsed)
    place.querySelector("[data-start]").hidden = true
    place.querySelector(".score-clock").hidden = false
    show()
    setInterval(show, 1000)
  }

  if ("running" in place.dataset) run()
  return { run }
}

const two = (number) => String(number).padStart(2, "0")
