import { behaviour } from "../js/behaviour.js"
import { draggable } from "./dragging.js"

// Matching: what may fit is dragged (or tapped and placed) onto what it fits. The selects say the answer, and stay.
behaviour("pairing", (root) => {
  if (root.dataset.kind === "categories") return sortIntoBins(root)
  const pool = document.createElement("div")
  pool.className = "pool"
  pool.append(root.querySelector("[data-pool]").content.cloneNode(true))
  root.prepend(pool)
  const rows = [...root.querySelectorAll(".pair")]
  const voice = spoken(root)
  let picked = null

  const pick = (chip) => {
    picked = picked === chip ? null : chip
    for (const each of pool.children) each.setAttribute("aria-pressed", String(each === picked))
    if (picked) say(voice, root.dataset.picked, { what: picked.textContent })
  }
  const place = (row, chip) => {
    choose(row, chip.dataset.key)
    say(voice, root.dataset.placed, { what: row.querySelector("label").textContent, where: chip.textContent })
    if (picked) pick(picked)
  }
  const mark = () => {
    const used = new Set(rows.map((row) => row.querySelector("select").selectedOptions[0].value.split(":")[1]))
    for (const chip of pool.children) chip.classList.toggle("is-used", used.has(chip.dataset.key))
  }

  for (const chip of pool.children) {
    chip.setAttribute("aria-pressed", "false")
    draggable(chip, { targets: ".pair", drop: (row) => place(row, chip), pick: () => pick(chip) })
    chip.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") { event.preventDefault(); pick(chip) }
    })
  }
  for (const row of rows) {
    row.addEventListener("click", (event) => {
      if (!picked || event.target.closest("select")) return
      event.preventDefault()
      place(row, picked)
    })
  }
  root.addEventListener("change", mark)
  mark()
})

// Categories: each thing is dragged (or tapped and placed) into its bin, and stands there.
function sortIntoBins(root) {
  const voice = spoken(root)
  const loose = document.createElement("div")
  loose.className = "pairs"
  const bins = [...root.querySelector("[data-pool]").content.children].map((choice) => binOf(choice))
  const rows = [...root.querySelectorAll(".pair")]
  root.append(loose, ...bins)
  let picked = null

  const pick = (row) => {
    picked = picked === row ? null : row
    for (const each of rows) each.classList.toggle("is-picked", each === picked)
    if (picked) say(voice, root.dataset.picked, { what: nameOf(picked) })
  }
  const place = (row, bin) => {
    choose(row, bin.dataset.bin)
    say(voice, root.dataset.placed, { what: nameOf(row), where: bin.querySelector(".bin-name").textContent })
    if (picked) pick(picked)
  }
  const settle = (row) => {
    const key = row.querySelector("select").value.split(":")[1]
    const home = bins.find((bin) => bin.dataset.bin === key) ?? loose
    if (row.parentElement === home) return
    const focused = row.contains(document.activeElement)
    home.append(row)
    if (focused) row.querySelector("select").focus()
  }

  for (const row of rows) {
    settle(row)
    row.addEventListener("change", () => settle(row))
    draggable(row.querySelector("label"), { targets: ".bin", drop: (bin) => place(row, bin), pick: () => pick(row) })
    row.querySelector("label").addEventListener("click", (event) => event.preventDefault())
  }
  for (const bin of bins) {
    bin.addEventListener("click", (event) => { if (picked && !event.target.closest(".pair")) place(picked, bin) })
  }
}

function binOf(choice) {
  const bin = document.createElement("div")
  bin.className = "bin"
  bin.dataset.bin = choice.dataset.key
  const name = document.createElement("p")
  name.className = "bin-name"
  name.lang = choice.lang
  name.textContent = choice.textContent
  bin.append(name)
  return bin
}

function nameOf(row) {
  return row.querySelector("label").textContent
}

function choose(row, key) {
  const select = row.querySelector("select")
  select.value = `${row.dataset.slot}:${key}`
  select.dispatchEvent(new Event("change", { bubbles: true }))
}

function spoken(root) {
  const voice = document.createElement("span")
  voice.className = "visually-hidden"
  voice.setAttribute("role", "status")
  root.append(voice)
  return voice
}

function say(voice, words, values) {
  voice.textContent = Object.entries(values).reduce((text, [name, value]) => text.replace(`{${name}}`, value), words ?? "")
}
