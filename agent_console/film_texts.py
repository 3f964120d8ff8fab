"""What a film tells beside the way of calls, in words: agents who come, go and pause, limits, the link. Pure."""

from collections.abc import Mapping

from cti import events as e

WORDS: Mapping[str, Mapping[type[e.Event], str]] = {
    "en": {
        e.AgentLoggedIn: "{who} came.",
        e.AgentLoggedOut: "{who} went.",
        e.AgentBecameReady: "{who} is ready.",
        e.AgentBecameNotReady: "{who} is not ready ({reason}).",
        e.WrapUpFinished: "{who} finished the wrap-up.",
        e.AlertRaised: "{queue}: {limit} passed its limit ({value:g}, limit {bound:g}).",
        e.AlertOver: "{queue}: {limit} is within its limit again.",
        e.TelephonyLost: "The telephone exchange was lost.",
        e.TelephonyRestored: "The telephone exchange was reached again.",
        e.SiteClosed: "{by} closed the site.",
        e.SiteReopened: "{by} opened the site again.",
        e.AgentStateForced: "{by} made {who} {state}.",
        e.AgentForcedOut: "{by} logged {who} out.",
        e.FloorMessageSent: "{by} told the floor: {text}",
    },
    "zh": {
        e.AgentLoggedIn: "{who} 签入。",
        e.AgentLoggedOut: "{who} 签出。",
        e.AgentBecameReady: "{who} 就绪。",
        e.AgentBecameNotReady: "{who} 未就绪（{reason}）。",
        e.WrapUpFinished: "{who} 话后处理完毕。",
        e.AlertRaised: "{queue}：{limit}超过限值（{value:g}，限值 {bound:g}）。",
        e.AlertOver: "{queue}：{limit}恢复正常。",
        e.TelephonyLost: "与电话交换机失联。",
        e.TelephonyRestored: "电话交换机已恢复。",
        e.SiteClosed: "{by} 关闭了站点。",
        e.SiteReopened: "{by} 重新开放了站点。",
        e.AgentStateForced: "{by} 将 {who} 设为{state}。",
        e.AgentForcedOut: "{by} 将 {who} 签出。",
        e.FloorMessageSent: "{by} 通知全体：{text}",
    },
}
NAMES: Mapping[str, Mapping[str, str]] = {
    "en": {
        "waiting": "calls waiting", "longest_s": "longest wait", "service_level": "service level",
        "abandoned": "abandoned today", "ready": "ready", "not_ready": "not ready",
    },
    "zh": {
        "waiting": "等待数", "longest_s": "最长等待", "service_level": "服务水平", "abandoned": "今日放弃数",
        "ready": "就绪", "not_ready": "未就绪",
    },
}  # fmt: skip


def told(event: e.Event, language: str, people: Mapping[str, str]) -> str:
    """The fact as a sentence; empty for one that a film passes over. `people` gives agents' names by id."""
    sentence = WORDS[language].get(type(event))
    if sentence is None:
        return ""
    names = NAMES[language]
    values = {name: getattr(event, name) for name in event.__struct_fields__}
    values["who"] = people.get(values.get("agent", ""), values.get("agent", ""))
    for name in ("limit", "state"):
        if name in values:
            values[name] = names.get(values[name], values[name])
    return sentence.format(**values)
