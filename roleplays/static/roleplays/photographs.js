// What the camera gives is sent at once, by htmx; here is what is said about it.
import { behaviour } from "../js/behaviour.js"

behaviour("photographs", (piece) => {
  const state = piece.querySelector("[data-state]")
  piece.classList.add("has-script")

  const say = (words, trouble = false) => {
    state.textContent = words
    state.classList.toggle("is-trouble", trouble)
  }

  piece.addEventListener("htmx:beforeRequest", ({ target }) => {
    if (target.matches(".photograph-add")) say(state.dataset.sending)
  })
  // Whoever was signed out is answered with the page to sign in at, which does not belong here.
  piece.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.xhr.responseText.includes(`id="${piece.id}"`)) return
    event.detail.shouldSwap = false
    say(state.dataset.failed, true)
  })
  for (const failure of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
    piece.addEventListener(failure, () => say(state.dataset.failed, true))
  }
})
