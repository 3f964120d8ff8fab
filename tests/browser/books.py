"""What a supervisor has written for the desks of a site: a script, articles and a canned note."""

from typing import Any

from tests.asterisk.site import Site

SCRIPT: dict[str, Any] = {
    "names": {"en": "Sales call", "zh": "销售话术"},
    "queues": ["sales"],
    "steps": [
        {
            "id": "greet",
            "text": {
                "en": "Good day, {{ customer.name }}, this is {{ agent.name }}. What can I do for you?",
                "zh": "{{ customer.name }}您好，我是{{ agent.name }}，请问有什么可以帮您？",
            },
            "branches": [
                {"id": "buys", "names": {"en": "Wants to buy", "zh": "想购买"}, "to": "order"},
                {"id": "asks", "names": {"en": "Has a question", "zh": "有问题"}, "to": "question"},
            ],
        },
        {
            "id": "order",
            "text": {"en": "Which article, and how many?", "zh": "请问需要哪种商品，多少件？"},
            "fields": [
                {"id": "article", "names": {"en": "Article", "zh": "商品"}, "required": True},
                {"id": "pieces", "names": {"en": "Pieces", "zh": "数量"}, "type": "number"},
            ],
        },
        {"id": "question", "text": {"en": "Let me look that up for you.", "zh": "我来为您查一下。"}},
    ],
}
ARTICLES: list[dict[str, Any]] = [
    {
        "title": "How refunds work",
        "text": "A customer may ask for a refund within seven days.\n\nThe money arrives within three working days.",
        "language": "en",
        "tags": ["refund"],
        "queues": ["sales"],
    },
    {
        "title": "Delivery times",
        "text": "Orders before noon leave the same day. A refund is possible if they are late.",
        "language": "en",
        "queues": [],
    },
]
NOTE = {
    "names": {"en": "Offer sent", "zh": "已发报价"},
    "texts": {"en": "Sent an offer to {customer}. {agent}", "zh": "已向{customer}发送报价。{agent}"},
}


async def written(site: Site) -> None:
    """Have the supervisor write all of it."""
    async with site.user("boss") as boss:
        await boss.call("POST", "/scripts", {"id": "sales", "script": SCRIPT}, status=201)
        for article in ARTICLES:
            await boss.call("POST", "/articles", article, status=201)
        await boss.call("POST", "/canned-notes", NOTE, status=201)
