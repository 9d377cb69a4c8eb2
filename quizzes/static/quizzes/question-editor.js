// Of a question's fields only those of its kind are shown: each panel names its kinds in data-kinds.
const chosen = () => document.querySelector("[name=kind]")?.value

function showFieldsOfKind() {
  const kind = chosen()
  if (!kind) return
  for (const panel of document.querySelectorAll("[data-kinds]")) {
    panel.style.display = panel.dataset.kinds.split(" ").includes(kind) ? "" : "none"
  }
}

document.addEventListener("change", (event) => { if (event.target.name === "kind") showFieldsOfKind() })
document.addEventListener("click", () => setTimeout(showFieldsOfKind))   // a row that has just been added
document.addEventListener("DOMContentLoaded", showFieldsOfKind)
