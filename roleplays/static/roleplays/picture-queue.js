// Photographs that wait on the device. Each is kept before it is shown, sent when there is a network, and taken off only
// once the server has answered. The server knows a picture by its content, so that twice is once.
import { newKey } from "./chain.js"
import { token } from "./sending.js"
import { openStore, ownerOf } from "./store.js"

export const MOST_BYTES = 8 * 1024 * 1024
export const MOST_WAITING = 40
const PATIENCE = 30000
const [FIRST_WAIT, LONGEST_WAIT] = [1000, 15000]

// `heard` is told changed(), and answered(picture, html) with the item's photographs as they stand now.
export async function pictureQueue(place, heard) {
  const owner = ownerOf(place.person, place.sheet)
  const store = await openStore()
  const pictures = new Map((await store.picturesOf(owner)).map((picture) => [picture.key, picture]))
  let [sending, wait, timer] = [false, FIRST_WAIT, 0]

  const waiting = () => [...pictures.values()].sort((a, b) => a.at - b.at)

  // Whether there was room for it.
  async function add(item, url, file) {
    if (pictures.size >= MOST_WAITING) return false
    const picture = { key: newKey(), owner, ...place, item, url, file, at: Date.now() + pictures.size / 1000 }
    pictures.set(picture.key, picture)
    await store.keepPicture(picture)
    heard.changed()
    return true
  }

  async function drop(picture) {
    pictures.delete(picture.key)
    await store.dropPicture(picture.key)
  }

  async function send() {
    if (sending) return
    sending = true
    clearTimeout(timer)
    let answer = {}
    for (let next = waiting()[0]; next && !answer.trouble; next = waiting()[0]) {
      answer = await post(next)
      if (answer.trouble) break
      await drop(next)
      heard.answered(next, answer)
      heard.changed()
    }
    sending = false
    if (answer.trouble) timer = setTimeout(send, wait)
    wait = answer.trouble ? Math.min(2 * wait, LONGEST_WAIT) : FIRST_WAIT
  }

  window.addEventListener("online", send)
  document.addEventListener("visibilitychange", send)
  document.addEventListener("pictures:send", send)
  return { waiting, add, send }
}

// {html}, {refused} for what the server will never take, or {trouble}: it has to be sent again.
async function post({ url, item, sheet, file }) {
  const body = new FormData()
  body.append("item", item)
  body.append("sheet", sheet)
  body.append("photograph", file, "photograph")
  const headers = { "HX-Request": "true", "X-CSRFToken": token() }
  try {
    const signal = AbortSignal.timeout(PATIENCE)
    const response = await fetch(url, { method: "POST", body, headers, redirect: "manual", signal })
    if (response.ok && response.headers.has("HX-Redirect")) return { refused: true }
    if (response.status === 400) return { refused: true }
    const html = response.ok ? await response.text() : ""
    return html.includes(`id="photographs-${item}"`) ? { html } : { trouble: true }
  } catch {
    return { trouble: true }
  }
}
