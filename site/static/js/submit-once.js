import { behaviour } from "./behaviour.js"

behaviour("submit-once", (form) => {
  let sent = false

  form.addEventListener("submit", (event) => {
    if (sent) event.preventDefault()
    sent = true
  })

  // Back in the browser's history brings the page as it was left; it must be usable again.
  window.addEventListener("pageshow", () => { sent = false })
})
