// Tabs that do not fit on a phone begin where the reader is, not at the first.
import { behaviour } from "./behaviour.js"

behaviour("segments", (tabs) => {
  const here = tabs.querySelector("[aria-current]")
  if (!here) return

  const show = () => {
    tabs.scrollLeft = here.offsetLeft - (tabs.clientWidth - here.offsetWidth) / 2
  }

  show()
  tabs.addEventListener("htmx:load", show) // a number that comes later pushes the others along
})
