import { behaviour } from "../js/behaviour.js"

// Digits choose an option, wherever the focus is.
behaviour("digits", (form) => {
  const inputs = form.querySelectorAll(".option input")

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return
    const input = /^[1-9]$/.test(event.key) && inputs[Number(event.key) - 1]
    if (!input) return
    event.preventDefault()
    input.focus()
    input.click()
  })
})
