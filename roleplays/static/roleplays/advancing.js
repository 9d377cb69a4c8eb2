// After a tap the next blank item comes into view, so that a sheet is scored without looking for it.
// What has moved under a finger must not take the second half of a double tap.
const [MOMENT, NEAR] = [300, 24] // milliseconds, pixels

export function advancing(screen) {
  const items = [...screen.querySelectorAll(".score-item")]
  const [top, bottom] = [screen.querySelector(".score-top"), screen.querySelector(".score-bottom")]
  let [tapped, moved] = [null, false]

  // `from` is the code of the item that has just been marked; while its photograph is missing, it stays.
  function bringNext(from, value) {
    const place = items.findIndex((item) => item.dataset.item === from)
    if (wantsPhotograph(items[place], value)) return
    const others = [...items.slice(place + 1), ...items.slice(0, place)]
    const next = others.find((item) => item.dataset.value === "")
    const distance = next ? wayTo(next) : 0
    if (!distance) return
    moved = true
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches
    window.scrollBy({ top: distance, behavior: still ? "instant" : "smooth" })
  }

  // Just as far as the words and the buttons are between the bars; what does not fit begins at the top.
  function wayTo(item) {
    const [from, to] = [top.getBoundingClientRect().bottom, bottom.getBoundingClientRect().top]
    const start = item.getBoundingClientRect().top - from
    const end = item.querySelector(".marks").getBoundingClientRect().bottom + 12 - to
    return start < 0 ? start : Math.min(start, Math.max(0, end))
  }

  // Whether this click is the second half of a double tap whose first has moved the screen.
  function isSecondHalf({ timeStamp, clientX, clientY }) {
    const before = tapped
    tapped = { timeStamp, clientX, clientY }
    const isOne = moved && before && timeStamp - before.timeStamp < MOMENT
      && Math.hypot(clientX - before.clientX, clientY - before.clientY) < NEAR
    moved = false
    return isOne
  }

  return { bringNext, isSecondHalf }
}

function wantsPhotograph(item, value) {
  const photographs = item.querySelector(".photographs")
  if (!photographs || value === "na" || photographs.querySelector(".photograph, .photograph-waits")) return false
  return "always" in photographs.dataset || !["done", "yes", "5"].includes(value)
}
