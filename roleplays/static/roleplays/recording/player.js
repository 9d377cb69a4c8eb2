// A player with comments on its moments: a tap on one goes there, and N notes the moment that is playing.
import { behaviour } from "../../js/behaviour.js"

const STEP = 5
const PAST_EVERY_END = 1e7

behaviour("player", (place) => {
  const medium = place.querySelector(".player-medium")
  const find = (name) => place.querySelector(`[data-${name}]`)
  find("keys").hidden = false

  // What a browser has recorded does not say how long it is. Going past its end once makes the browser find out.
  medium.addEventListener("loadedmetadata", () => {
    if (medium.duration !== Infinity) return
    medium.addEventListener("durationchange", () => (medium.currentTime = 0), { once: true })
    medium.currentTime = PAST_EVERY_END
  })

  place.addEventListener("click", (event) => {
    const moment = event.target.closest("[data-moment]")
    if (!moment) return
    event.preventDefault()
    go(Number(moment.dataset.moment))
    medium.play().catch(() => {})
  })
  place.addEventListener("keydown", (event) => {
    if (event.target.matches("input") || event.altKey || event.ctrlKey || event.metaKey) return
    const act = { k: toggle, j: () => go(medium.currentTime - STEP), l: () => go(medium.currentTime + STEP), n: note }[event.key.toLowerCase()]
    if (!act) return
    event.preventDefault()
    act()
  })
  // The moment goes along with what plays, until somebody writes about it.
  medium.addEventListener("timeupdate", () => {
    if (find("text") && !find("text").value && document.activeElement !== find("at")) find("at").value = face(medium.currentTime)
  })

  function go(seconds) {
    medium.currentTime = Math.max(0, seconds)
  }

  function toggle() {
    if (medium.paused) medium.play().catch(() => {})
    else medium.pause()
  }

  function note() {
    find("at").value = face(medium.currentTime)
    find("text").focus()
  }
})

function face(seconds) {
  const whole = Math.floor(seconds)
  return `${two(Math.floor(whole / 60))}:${two(whole % 60)}`
}

const two = (number) => String(number).padStart(2, "0")
