// Without a network the worker answers with an empty screen; this fills it with what the device keeps: the sheet of this
// address, or the list of sheets. Whatever starts by itself on a page is started once that is there.
import { token } from "./sending.js"
import { holder, openStore } from "./store.js"

const main = document.querySelector("main")
const store = await openStore()
const own = (await store.sheets()).filter((sheet) => String(sheet.person) === holder())
const here = own.find((sheet) => sheet.address === location.pathname)
document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": token() }))

if (here) open(here)
else list()
await import("./scoring.js")
document.dispatchEvent(new Event("htmx:load"))

function open(sheet) {
  document.title = sheet.title
  main.innerHTML = sheet.html
  main.querySelector("[data-behaviour~=scoring]").dataset.kept = ""
  const time = main.querySelector(".score-time").dataset
  if ("running" in time) time.elapsed = Number(time.elapsed) + Math.floor((Date.now() - sheet.at) / 1000)
  globalThis.htmx?.process(main)
}

function list() {
  const [places, entry] = [main.querySelector("[data-sheets]"), main.querySelector("[data-entry]")]
  for (const sheet of own) {
    const row = entry.content.cloneNode(true)
    row.querySelector("a").href = sheet.address
    row.querySelector("[data-name]").textContent = sheet.name
    row.querySelector("[data-what]").textContent = sheet.what
    places.append(row)
  }
  main.querySelector("[data-none]").hidden = own.length > 0
}

let leaves = false   // to where somebody has just asked to go
window.addEventListener("beforeunload", () => { leaves = true })
window.addEventListener("online", () => here || leaves || location.reload())
