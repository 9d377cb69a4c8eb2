// Comments are saved while they are written, and at once when the field is left; ready phrases are a tap.
const PAUSE = 900

export function saveComments(screen, save) {
  screen.querySelectorAll("[data-comment]").forEach((form) => {
    const field = form.elements.text
    let timer
    let saved = field.value

    const now = () => {
      clearTimeout(timer)
      if (field.value === saved) return
      saved = field.value
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
    offerPhrases(form, field, now)
  })
}

export function offerPhrases(form, field, then = () => {}) {
  const phrases = form.querySelector("[data-phrases]")
  if (!phrases) return
  phrases.hidden = false
  phrases.addEventListener("click", (event) => {
    const phrase = event.target.closest("[data-phrase]")?.textContent.trim()
    if (!phrase || field.value.includes(phrase)) return
    field.value = [field.value.trim(), phrase].filter(Boolean).join("\n")
    then()
  })
}
