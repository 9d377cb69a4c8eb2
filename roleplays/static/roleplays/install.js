// The service worker that opens the scoring screen without a network. Where the browser has none, nothing changes.
import { behaviour } from "../js/behaviour.js"

const worker = document.querySelector("link[data-worker]")?.dataset.worker
if (worker && "serviceWorker" in navigator) navigator.serviceWorker.register(worker).catch(() => {})

behaviour("install", (button) => {
  window.addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault()
    button.hidden = false
    button.addEventListener("click", () => event.prompt(), { once: true })
  })
  window.addEventListener("appinstalled", () => {
    button.hidden = true
  })
})
