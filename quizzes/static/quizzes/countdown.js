import { behaviour } from "../js/behaviour.js"
import { box } from "./outbox.js"

const SHORT = 120                        // seconds; from then on the figure is bolder
const SPOKEN = [300, 60]                 // a screen reader is told at these moments only

behaviour("countdown", (clock) => {
  let end = Date.now() + 1000 * Number(clock.dataset.seconds)
  const text = clock.querySelector("[data-text]")
  const voice = clock.querySelector("[data-voice]")
  let before = secondsUntil(end)
  let timer = 0

  const tick = () => {
    const left = secondsUntil(end)
    text.textContent = words(clock.dataset, left)
    clock.classList.toggle("is-short", left <= SHORT)
    if (SPOKEN.some((moment) => before > moment && left <= moment)) voice.textContent = text.textContent
    before = left
    if (left > 0) return
    clearInterval(timer)
    submit(document.getElementById(clock.dataset.form))
  }

  // A trainer may have given more time meanwhile; it is never made less.
  addEventListener("time-left", ({ detail }) => { end = Math.max(end, Date.now() + 1000 * detail) })
  timer = setInterval(tick, 1000)
  tick()
})

function secondsUntil(end) {
  return Math.max(0, Math.ceil((end - Date.now()) / 1000))
}

function words(texts, left) {
  if (left < 60) return texts.secondsText.replace("{n}", left)
  return texts.minutesText.replace("{n}", Math.ceil(left / 60))
}

// Nothing is given any more; what was given in time is sent first, for it counts as long as the server's grace lasts.
async function submit(form) {
  dispatchEvent(new Event("time-over"))
  for (const question of document.querySelectorAll("[data-asked]")) question.disabled = true
  if (box.kept.count) box.tell("time")
  await box.finished()
  form.submit()
}
