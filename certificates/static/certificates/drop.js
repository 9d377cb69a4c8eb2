import { behaviour } from "../js/behaviour.js"

// A file that is dropped on the form is the one that would have been chosen, and is sent at once.
behaviour("drop", (form) => {
  const input = form.querySelector("input[type=file]")
  const hint = form.querySelector(".drop-hint")
  hint.hidden = !matchMedia("(hover: hover)").matches

  const over = (is) => (event) => {
    event.preventDefault()
    form.classList.toggle("is-over", is)
  }

  form.addEventListener("dragenter", over(true))
  form.addEventListener("dragover", over(true))
  form.addEventListener("dragleave", over(false))
  form.addEventListener("drop", (event) => {
    over(false)(event)
    if (event.dataTransfer.files.length === 0) return
    input.files = event.dataTransfer.files
    form.requestSubmit()
  })
})
