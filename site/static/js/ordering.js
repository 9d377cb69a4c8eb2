import { behaviour } from "./behaviour.js"

behaviour("ordering", (list) => {
  const voice = document.createElement("span")
  voice.className = "visually-hidden"
  voice.setAttribute("role", "status")
  list.after(voice)

  list.addEventListener("click", (event) => {
    const button = event.target.closest(".is-up, .is-down")
    if (!button) return
    event.preventDefault()
    const item = button.closest(".ordering-item")
    if (move(item, button.classList.contains("is-up"))) settle(list, item, button, voice)
  })
})

function move(item, up) {
  const neighbour = up ? item.previousElementSibling : item.nextElementSibling
  if (!neighbour) return false
  if (up) neighbour.before(item)
  else neighbour.after(item)
  return true
}

function settle(list, item, button, voice) {
  const place = [...list.children].indexOf(item) + 1
  const atEnd = place === 1 || place === list.children.length
  const other = item.querySelector(button.classList.contains("is-up") ? ".is-down" : ".is-up")
  ;(atEnd ? other : button).focus()
  voice.textContent = (list.dataset.moved ?? "{place}").replace("{place}", place)
  list.dispatchEvent(new Event("change", { bubbles: true }))
}
