import { behaviour } from "../js/behaviour.js"

// Digits choose an option, wherever the focus is.
behaviour("digits", (form) => {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return
    if (event.target.matches("input[type=text], textarea, select")) return
    const groups = form.querySelectorAll(".options")
    const inputs = groups[groups.length - 1]?.querySelectorAll(".option input") ?? []  // of a dialogue, the latest turn
    const input = /^[1-9]$/.test(event.key) && inputs[Number(event.key) - 1]
    if (!input) return
    event.preventDefault()
    input.focus()
    input.click()
  })
})
