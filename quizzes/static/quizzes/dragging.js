// Something that is dragged, or chosen by a tap, and then dropped on (or followed by a tap on) a target.
const FAR = 6   // pixels; below it a press is a tap

export function draggable(handle, { targets, drop, pick }) {
  handle.classList.add("is-draggable")
  handle.addEventListener("pointerdown", (down) => {
    if (down.button !== 0) return
    let ghost = null
    let over = null

    const move = (event) => {
      if (!ghost && Math.hypot(event.clientX - down.clientX, event.clientY - down.clientY) < FAR) return
      ghost ??= ghostOf(handle)
      ghost.style.translate = `${event.clientX - ghost.offsetWidth / 2}px ${event.clientY - ghost.offsetHeight - 8}px`
      const under = document.elementFromPoint(event.clientX, event.clientY)?.closest(targets) ?? null
      if (under === over) return
      over?.classList.remove("is-dragged-over")
      over = under
      over?.classList.add("is-dragged-over")
    }

    const end = (event) => {
      handle.removeEventListener("pointermove", move)
      handle.removeEventListener("pointerup", end)
      handle.removeEventListener("pointercancel", end)
      over?.classList.remove("is-dragged-over")
      ghost?.remove()
      if (event.type === "pointercancel") return
      if (!ghost) pick()
      else if (over) drop(over)
    }

    handle.setPointerCapture(down.pointerId)
    handle.addEventListener("pointermove", move)
    handle.addEventListener("pointerup", end)
    handle.addEventListener("pointercancel", end)
  })
}

function ghostOf(handle) {
  const ghost = handle.cloneNode(true)
  ghost.classList.add("is-ghost")
  ghost.removeAttribute("id")
  ghost.setAttribute("aria-hidden", "true")
  document.body.append(ghost)
  return ghost
}
