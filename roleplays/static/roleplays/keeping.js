// Keeps the screen of a sheet on the device, as the server sent it, so that it opens without a network.
import { setHolder } from "./store.js"

export function keepSheet(store, screen, html) {
  setHolder(screen.dataset.person)
  const about = screen.querySelector(".score-who")
  return store.save({
    session: Number(screen.dataset.session),
    person: Number(screen.dataset.person),
    address: location.pathname,
    at: Date.now(),
    title: document.title,
    name: about.firstChild.textContent.trim(),
    what: about.querySelector("small").textContent.trim(),
    html: withoutTokens(html),
  })
}

// They are of this visit; what is sent later takes the token from the cookie.
function withoutTokens(html) {
  const page = document.createElement("template")
  page.innerHTML = html
  page.content.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((field) => field.removeAttribute("value"))
  return page.innerHTML
}
