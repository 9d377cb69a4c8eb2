// Comments are saved while they are written, and at once when the field is left.
const PAUSE = 900

export function saveComments(screen, save) {
  screen.querySelectorAll("[data-comment]").forEach((form) => {
    let timer
    let saved = form.elements.text.value

    const now = () => {
      clearTimeout(timer)
      if (form.elements.text.value === saved) return
      saved = form.elements.text.value
      save(form)
    }

    form.querySelector("[data-without-script]").hidden = true
    form.addEventListener("input", () => {
      clearTimeout(timer)
      timer = setTimeout(now, PAUSE)
    })
    form.addEventListener("change", now)
    form.addEventListener("submit", (event) => {
      event.preventDefault()
      now()
    })
  })
}
