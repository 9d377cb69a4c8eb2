import { behaviour } from "../js/behaviour.js"

const WHOLE = 1000
const STEP = 20    // per mille for one press of an arrow key; with Shift, the small one
const SMALL = 5
const SVG = "http://www.w3.org/2000/svg"
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }

// A tap marks a place, a tap on a mark takes it away. The keyboard moves a cross and marks with Enter.
behaviour("hotspot", (root) => {
  const stage = root.querySelector("[data-stage]")
  if (!stage) return
  const marks = root.querySelector("[data-marks]")
  const list = root.querySelector("[data-list]")
  const words = root.dataset
  const cross = shape(marks, "cross")
  const voice = document.createElement("span")
  voice.className = "visually-hidden"
  voice.setAttribute("role", "status")
  root.append(voice)
  let at = [WHOLE / 2, WHOLE / 2]
  let values = [...list.querySelectorAll("input")].map((input) => input.value)

  const draw = () => {
    for (const old of marks.querySelectorAll(".spot")) old.remove()
    list.replaceChildren(...values.map((value, place) => row(value, place + 1, words, () => remove(place))))
    for (const value of values) put(shape(marks, "spot"), value.split(",").map(Number))
    marks.append(cross)
  }
  const changed = (text) => {
    draw()
    voice.textContent = text
    root.dispatchEvent(new Event("change", { bubbles: true }))
  }
  const remove = (place) => {
    values = values.filter((_value, other) => other !== place)
    changed(words.taken.replace("{number}", place + 1))
    stage.focus()
  }
  const mark = (x, y) => {
    const box = stage.getBoundingClientRect()
    const near = values.findIndex((value) => {
      const [a, b] = value.split(",").map(Number)
      return Math.hypot((a - x) * box.width, (b - y) * box.height) / WHOLE < 18
    })
    if (near >= 0) return remove(near)
    if (values.length >= Number(words.most)) { voice.textContent = words.full; return undefined }
    values = [...values, `${x},${y}`]
    return changed(words.marked.replace("{number}", values.length))
  }
  const clamp = (value) => Math.min(WHOLE, Math.max(0, Math.round(value)))

  stage.addEventListener("click", (event) => {
    const box = stage.getBoundingClientRect()
    mark(clamp((event.clientX - box.left) / box.width * WHOLE), clamp((event.clientY - box.top) / box.height * WHOLE))
  })
  stage.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") { event.preventDefault(); mark(...at) }
    const arrow = ARROWS[event.key]
    if (!arrow) return
    event.preventDefault()
    const step = event.shiftKey ? SMALL : STEP
    at = [clamp(at[0] + arrow[0] * step), clamp(at[1] + arrow[1] * step)]
    put(cross, at)
    cross.classList.add("is-shown")
  })
  stage.addEventListener("focus", () => { if (stage.matches(":focus-visible")) cross.classList.add("is-shown") })
  stage.addEventListener("blur", () => cross.classList.remove("is-shown"))
  put(cross, at)
  draw()
})

// A line of no length with round ends is a dot that no stretching of the drawing deforms.
function shape(marks, name) {
  const group = document.createElementNS(SVG, "g")
  group.setAttribute("class", name)
  for (const inner of ["", "spot-in"]) {
    const line = document.createElementNS(SVG, "line")
    line.setAttribute("class", inner)
    group.append(line)
  }
  marks.append(group)
  return group
}

function put(group, [x, y]) {
  for (const line of group.children) {
    for (const [name, value] of [["x1", x], ["y1", y], ["x2", x], ["y2", y]]) line.setAttribute(name, value)
  }
}

function row(value, number, words, take) {
  const item = document.createElement("li")
  const input = Object.assign(document.createElement("input"), { type: "hidden", name: "answer", value })
  const button = Object.assign(document.createElement("button"), { type: "button", className: "button is-plain" })
  button.textContent = words.remove.replace("{number}", number)
  button.addEventListener("click", take)
  item.append(input, button)
  return item
}
