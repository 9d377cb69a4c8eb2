// What the camera gives is kept on the device and sent from there (picture-queue.js); here is what is shown of it.
import { behaviour } from "../js/behaviour.js"
import { MOST_BYTES, pictureQueue } from "./picture-queue.js"

const queues = new WeakMap()
const pieces = () => document.querySelectorAll("[data-behaviour~=photographs]")

function queueOf(screen) {
  if (!queues.has(screen)) {
    const { session, sheet, person } = screen.dataset
    const place = { session: Number(session), sheet: Number(sheet), person: Number(person) }
    const queue = pictureQueue(place, { changed: () => tell(screen), answered: put })
    queues.set(screen, queue)
    queue.then((opened) => opened.send())
  }
  return queues.get(screen)
}

async function tell(screen) {
  const waiting = (await queueOf(screen)).waiting()
  pieces().forEach((piece) => show(piece, waiting))
  document.dispatchEvent(new CustomEvent("pictures:changed", { detail: waiting.length }))
}

// The item's photographs as the server has them now.
function put({ item }, { html, refused }) {
  const piece = document.getElementById(`photographs-${item}`)
  if (!piece) return
  if (refused) return say(piece, piece.querySelector("[data-state]").dataset.failed, true)
  const page = document.createElement("template")
  page.innerHTML = html
  const fresh = page.content.getElementById(piece.id)
  piece.replaceWith(fresh)
  globalThis.htmx?.process(fresh)
  document.dispatchEvent(new Event("htmx:load"))
}

function show(piece, waiting) {
  const own = waiting.filter((picture) => `photographs-${picture.item}` === piece.id)
  const words = piece.querySelector("[data-state]").dataset
  const shown = piece.querySelector("[data-pictures]")
  shown.replaceChildren(...own.map((picture) => drawn(picture)))
  if (own.length) say(piece, words.waiting.replace("{count}", own.length))
  else if (piece.dataset.waited && !piece.querySelector("[data-state].is-trouble")) say(piece, "")
  piece.dataset.waited = own.length || ""
}

// On a canvas: pictures by another address than the server's are not shown on these pages.
function drawn({ file }) {
  const canvas = Object.assign(document.createElement("canvas"), { width: 192, height: 192, className: "photograph-waits" })
  canvas.setAttribute("aria-hidden", "true")
  createImageBitmap(file).then((picture) => {
    const side = Math.min(picture.width, picture.height)
    const [x, y] = [(picture.width - side) / 2, (picture.height - side) / 2]
    canvas.getContext("2d").drawImage(picture, x, y, side, side, 0, 0, 192, 192)
    picture.close()
  }, () => {})
  return canvas
}

function say(piece, text, trouble = false) {
  const state = piece.querySelector("[data-state]")
  state.textContent = text
  state.classList.toggle("is-trouble", trouble)
}

behaviour("photographs", (piece) => {
  const screen = piece.closest("[data-behaviour~=scoring]")
  const [input, form] = [piece.querySelector(".photograph-input"), piece.querySelector(".photograph-add")]
  const words = piece.querySelector("[data-state]").dataset
  const code = form.querySelector("[name=item]").value
  piece.classList.add("has-script")

  async function take() {
    const files = [...input.files]
    input.value = ""
    const queue = await queueOf(screen)
    for (const file of files) {
      if (file.size > MOST_BYTES) say(piece, words.large, true)
      else if (!(await queue.add(code, form.action, file))) say(piece, words.full, true)
    }
    queue.send()
  }

  // Before htmx hears of it: that sends at once or never.
  piece.addEventListener("change", (event) => {
    if (event.target !== input) return
    event.stopPropagation()
    take()
  }, true)
  queueOf(screen).then((queue) => show(piece, queue.waiting()))
})

document.querySelectorAll("[data-behaviour~=scoring]").forEach((screen) => tell(screen))
