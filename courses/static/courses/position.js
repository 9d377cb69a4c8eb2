// Remembers the block a learner is reading, so that the lesson opens there next time, on any device.
import { behaviour } from "../js/behaviour.js"

const SETTLED = 1500 // milliseconds: who scrolls past is not reading

behaviour("position", (lesson) => {
  const blocks = [...lesson.querySelectorAll("[data-block]")]
  const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value
  let known = lesson.dataset.position
  let timer

  const remember = (block) => {
    if (`b-${block}` === known) return
    known = `b-${block}`
    const headers = { "X-CSRFToken": token ?? JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"] }
    fetch(lesson.dataset.positionUrl, { method: "POST", headers, body: new URLSearchParams({ block }), keepalive: true }).catch(
      () => { known = undefined },
    )
  }

  const topmost = () => blocks.find((block) => block.getBoundingClientRect().bottom > innerHeight / 3)

  addEventListener("scroll", () => {
    clearTimeout(timer)
    timer = setTimeout(() => scrollY > 200 && remember(topmost()?.dataset.block ?? blocks.at(-1).dataset.block), SETTLED)
  }, { passive: true })
})
