import { WHOLE, clamp, drawn, parse, withPoint, written } from "./outline-shape.js"

// Places on a picture are drawn, by pointer or by keyboard; the numbers in the field follow, and can still be typed.
const STEP = 20    // per mille for one press of an arrow key; with Shift, the small one
const SMALL = 5
const NEAR = 12    // pixels within which a press takes hold of a point
const SVG = "http://www.w3.org/2000/svg"
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }

function stageFor(field) {
  const words = field.closest("[data-outline]").dataset
  const shape = document.getElementById(field.id.replace(/points$/, "shape"))
  const stage = element("div", "outline-stage", { tabindex: "0", role: "group", "aria-label": words.outline })
  const image = element("img", "outline-picture", { alt: "", draggable: "false" })
  const drawing = document.createElementNS(SVG, "svg")
  for (const [name, value] of [["viewBox", "0 0 1000 1000"], ["preserveAspectRatio", "none"], ["aria-hidden", "true"]]) {
    drawing.setAttribute(name, value)
  }
  const again = element("button", "button button-small button-secondary", { type: "button" })
  again.textContent = words.outlineAgain
  const voice = element("p", "outline-voice", { role: "status" })
  stage.append(image, drawing)
  field.closest("[data-outline]").append(stage, again, voice)

  let points = parse(field.value)
  let cross = [WHOLE / 2, WHOLE / 2]
  let held = null

  const height = () => stage.clientHeight / (stage.clientWidth || 1)
  const say = (text) => { voice.textContent = text }
  const put = (next) => {
    points = next
    field.value = written(points)
    field.dispatchEvent(new Event("change", { bubbles: true }))
    draw()
  }
  const draw = () => {
    drawing.replaceChildren(...[othersOf(field), [[shape.value, points, "is-own"]]].flat().map((each) => line(each, height())))
    for (const [x, y] of points) drawing.append(dot(x, y, height(), "outline-point"))
    if (document.activeElement === stage) drawing.append(dot(...cross, height(), "outline-cross"))
  }
  const at = (event) => {
    const box = stage.getBoundingClientRect()
    return [clamp((event.clientX - box.left) / box.width * WHOLE), clamp((event.clientY - box.top) / box.height * WHOLE)]
  }
  const near = ([x, y]) => points.findIndex(([a, b]) => (
    Math.hypot((a - x) * stage.clientWidth, (b - y) * stage.clientHeight) / WHOLE < NEAR
  ))
  const add = (point) => {
    put(withPoint(shape.value, points, point))
    say(words.outlineSet.replace("{number}", points.length).replace("{place}", point.join(",")))
  }

  stage.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || !image.src) return
    const point = at(event)
    held = near(point)
    if (held < 0) {
      add(point)
      if (shape.value !== "polygon" && points.length === 1) put([point, point])
      held = points.length - 1
    }
    stage.setPointerCapture(event.pointerId)
  })
  stage.addEventListener("pointermove", (event) => {
    if (held === null) return
    put(points.map((point, place) => (place === held ? at(event) : point)))
  })
  for (const end of ["pointerup", "pointercancel"]) {
    stage.addEventListener(end, () => {
      held = null
      if (points.length === 2 && written([points[0]]) === written([points[1]])) put([points[0]])
    })
  }
  stage.addEventListener("keydown", (event) => {
    const arrow = ARROWS[event.key]
    if (event.key === "Enter" || event.key === " ") { event.preventDefault(); add(cross) }
    if (event.key === "Backspace" && points.length) {
      event.preventDefault()
      put(points.slice(0, -1))
      say(words.outlineTaken.replace("{number}", points.length + 1))
    }
    if (!arrow) return
    event.preventDefault()
    const step = event.shiftKey ? SMALL : STEP
    cross = [clamp(cross[0] + arrow[0] * step), clamp(cross[1] + arrow[1] * step)]
    draw()
  })
  again.addEventListener("click", () => { put([]); stage.focus() })
  field.addEventListener("input", () => { points = parse(field.value); draw() })
  shape.addEventListener("change", draw)
  stage.addEventListener("focus", () => { points = parse(field.value); draw() })
  stage.addEventListener("blur", draw)
  image.addEventListener("load", draw)
  const show = () => {
    const picture = document.querySelector("input[name=picture]")?.value
    const address = picture ? words.outlinePicture.replace("/0/", `/${picture}/`) : ""
    stage.hidden = again.hidden = !address
    if (address && image.getAttribute("src") !== address) image.src = address
    draw()
  }
  show()
  return show
}

// The outlines of the other places, faintly, so that none is drawn over another unseen.
function othersOf(own) {
  return fields().filter((field) => field !== own).map((field) => (
    [document.getElementById(field.id.replace(/points$/, "shape")).value, parse(field.value), ""]
  ))
}

function line([kind, points, name], height) {
  const found = drawn(kind, points, height) ?? ["g", {}]
  const made = document.createElementNS(SVG, found[0])
  for (const [key, value] of Object.entries(found[1])) made.setAttribute(key, value)
  made.setAttribute("class", `outline-line ${name}`)
  return made
}

function dot(x, y, height, name) {
  const made = document.createElementNS(SVG, "ellipse")
  const values = { cx: x, cy: y, rx: 10, ry: 10 / height, class: name }
  for (const [key, value] of Object.entries(values)) made.setAttribute(key, value)
  return made
}

function element(tag, name, attributes) {
  const made = Object.assign(document.createElement(tag), { className: name })
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  return made
}

function fields() {
  return [...document.querySelectorAll("[data-outline] input[name$=-points]")].filter((field) => !field.name.includes("__prefix__"))
}

const stages = new Map()
function showAll() {
  for (const field of fields()) {
    if (!stages.has(field)) stages.set(field, stageFor(field))
    stages.get(field)()
  }
}

document.addEventListener("change", (event) => { if (event.target.name === "picture" || event.target.name === "kind") showAll() })
document.addEventListener("click", () => setTimeout(showAll))   // a row that has just been added, a picture just chosen
document.addEventListener("DOMContentLoaded", showAll)
