// What a new script begins with: every part once, to be written over.
export const template = (queue: string) => `names = { zh = "新话术", en = "New script" }
queues = ${queue ? `[${JSON.stringify(queue)}]` : '[]'}

[[steps]]
id = "greet"
text.zh = "{{ customer.name }}您好，我是{{ agent.name }}，请问有什么可以帮您？"
text.en = "Good day, {{ customer.name }}, this is {{ agent.name }}. What can I do for you?"
branches = [
    { id = "buys", names = { zh = "想购买", en = "Wants to buy" }, to = "order" },
    { id = "no", names = { zh = "没有需要", en = "Needs nothing" } },
]

[[steps]]
id = "order"
text.zh = "请问需要哪种商品，多少件？"
text.en = "Which article, and how many?"
fields = [
    { id = "article", names = { zh = "商品", en = "Article" }, required = true },
    { id = "pieces", names = { zh = "数量", en = "Pieces" }, type = "number" },
]
`
