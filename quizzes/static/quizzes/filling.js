// Puts an answer back into its question, whatever kind it is: `fields` are [name, value] as the form would send them.
export function fill(question, fields) {
  const has = (name, value) => fields.some(([field, given]) => field === name && given === value)
  const of = (name) => fields.filter(([field]) => field === name).map(([, given]) => given)

  for (const input of question.querySelectorAll("input[type=radio], input[type=checkbox]")) {
    input.checked = has(input.name, input.value)
  }
  for (const input of question.querySelectorAll("input[type=text], textarea")) input.value = of(input.name)[0] ?? ""
  for (const select of question.querySelectorAll("select")) {
    select.value = [...select.options].find((option) => option.value && has(select.name, option.value))?.value ?? ""
  }
  const order = question.querySelector(".ordering")
  if (order) putInOrder(order, of("answer"))
  const marks = question.querySelector(".hotspot [data-list]")
  if (marks) marks.replaceChildren(...of("answer").filter((value) => value.includes(",")).map(markOf))
}

function putInOrder(list, keys) {
  for (const key of keys) {
    const item = [...list.children].find((child) => child.querySelector("input").value === key)
    if (item) list.append(item)
  }
}

function markOf(value) {
  const item = document.createElement("li")
  item.append(Object.assign(document.createElement("input"), { type: "hidden", name: "answer", value }))
  return item
}
