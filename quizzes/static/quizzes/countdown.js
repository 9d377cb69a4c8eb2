import { behaviour } from "../js/behaviour.js"
import { settled } from "./saving.js"

const SHORT = 120                        // seconds; from then on the figure is bolder
const SPOKEN = [300, 60]                 // a screen reader is told at these moments only
const SAVING = 2500                      // milliseconds for an answer that is on its way

behaviour("countdown", (clock) => {
  const end = Date.now() + 1000 * Number(clock.dataset.seconds)
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

async function submit(form) {
  await settled(SAVING)
  form.submit()
}
