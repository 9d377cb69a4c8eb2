// What the camera gives is sent at once, by htmx; here is what is said about it.
import { behaviour } from "../js/behaviour.js"

behaviour("photographs", (piece) => {
  const state = piece.querySelector("[data-state]")
  piece.classList.add("has-script")

  const say = (words, trouble = false) => {
    state.textContent = words
    state.classList.toggle("is-trouble", trouble)
  }

  piece.addEventListener("htmx:beforeRequest", () => say(state.dataset.sending))
  for (const failure of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
    piece.addEventListener(failure, () => say(state.dataset.failed, true))
  }
})
