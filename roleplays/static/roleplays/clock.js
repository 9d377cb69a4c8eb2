// The running clock. It counts on from the server's seconds, so a device whose clock is wrong shows the same.
export function clock(place) {
  const limit = 60 * Number(place.dataset.limit)
  const soft = "soft" in place.dataset ? 60 * Number(place.dataset.soft) : limit
  const [face, word] = [place.querySelector("time"), place.querySelector("[data-phase]")]
  let began

  const show = () => {
    const seconds = Math.floor((Date.now() - began) / 1000)
    face.textContent = `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`
    place.classList.toggle("is-closing", seconds >= soft && seconds < limit)
    place.classList.toggle("is-over", seconds >= limit)
    say(seconds >= limit ? word.dataset.over : seconds >= soft ? word.dataset.closing : "")
  }

  // Only a change is written, for it is read aloud.
  const say = (text) => {
    if (word.textContent !== text) word.textContent = text
  }

  const run = (elapsed = Number(place.dataset.elapsed)) => {
    if (began !== undefined) return
    began = Date.now() - 1000 * Math.max(0, elapsed)
    place.querySelector("[data-start]").hidden = true
    place.querySelector(".score-clock").hidden = false
    show()
    setInterval(show, 1000)
  }

  if ("running" in place.dataset) run()
  return { run }
}

const two = (number) => String(number).padStart(2, "0")
