"""An explanation in words a supervisor reads, in Chinese and English. Pure."""

from collections.abc import Callable, Mapping
from typing import Any

from acd import explain as x
from acd import matching
from acd import queue as names
from acd.explain import Line

LANGUAGES = ("en", "zh")

SENTENCES: Mapping[str, Mapping[str, str]] = {
    "en": {
        "queued": "Queued for {queue}{extras}.",
        "joined": "Calls ahead: {ahead}. Agents who may take it: {crew}, of them {free} free, {ringing} ringing, "
        "{talking} talking, {wrap_up} in wrap-up, {not_ready} not ready, {away} away.",
        "promised": "Promised: half of such calls wait under {p50}, nine of ten under {p90}.",
        "passed_over": "Meanwhile other calls were offered {offers}×: {reasons}.",
        "offered": "Offered to {agent}: {reason}{rivals}{passed}.",
        "not_answered": "{agent} did not take it after {seconds} ({reason}).",
        "widened": "Waited long enough for {step}: {change}.",
        "raised": "{by} moved it before all others.",
        "sent": "{by} had it wait for {agent} alone.",
        "preference_lapsed": "No longer kept for {agent} ({reason}).",
        "announced": "The caller was told: {told}.",
        "callback_offered": "The caller was asked whether to be called back, and meanwhile offered to nobody.",
        "callback_accepted": "The caller wanted to be called back at {number}.",
        "callback_declined": "The caller went on waiting ({reason}).",
        "callback_due": "A callback for {queue} took its place, asked for {waited} before ({by}, attempt {attempt}).",
        "customer_dialled": "The customer was called at {number}.",
        "customer_not_reached": "The customer was not reached ({reason}).",
        "answered": "{agent} answered after {waited} of waiting.",
        "left": "Left {queue} after {waited}: {reason}{where}{who}.",
        "fallback": "The server was away: Asterisk's own queue took the call after {waited}.",
        "abandoned": "The caller hung up after {waited} of waiting.",
        "ended": "The call ended ({by}).",
    },
    "zh": {
        "queued": "进入队列 {queue}{extras}。",
        "joined": "前面有 {ahead} 个电话；可接听的 {crew} 名坐席中：空闲 {free}、振铃 {ringing}、通话 {talking}、"
        "话后 {wrap_up}、未就绪 {not_ready}、离开 {away}。",
        "promised": "预计：一半此类来电等待少于 {p50}，九成少于 {p90}。",
        "passed_over": "其间有 {offers} 名坐席接到了其他电话：{reasons}。",
        "offered": "分配给 {agent}：{reason}{rivals}{passed}。",
        "not_answered": "{agent} 在 {seconds} 后未接（{reason}）。",
        "widened": "等待时间达到{step}：{change}。",
        "raised": "{by} 将其移到最前。",
        "sent": "{by} 指定只等 {agent}。",
        "preference_lapsed": "不再只等 {agent}（{reason}）。",
        "announced": "已告知来电者：{told}。",
        "callback_offered": "询问来电者是否需要回电，其间不分配给坐席。",
        "callback_accepted": "来电者要求回电 {number}。",
        "callback_declined": "来电者继续等待（{reason}）。",
        "callback_due": "队列 {queue} 的回电就位，{waited} 前请求（{by}，第 {attempt} 次）。",
        "customer_dialled": "呼叫客户 {number}。",
        "customer_not_reached": "客户未接通（{reason}）。",
        "answered": "等待 {waited} 后由 {agent} 接听。",
        "left": "等待 {waited} 后离开队列 {queue}：{reason}{where}{who}。",
        "fallback": "服务离线：等待 {waited} 后由 Asterisk 自带队列接管。",
        "abandoned": "等待 {waited} 后来电者挂断。",
        "ended": "通话结束（{by}）。",
    },
}
WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        matching.PREFERRED: "the preferred agent",
        "consult": "asked by a colleague",
        "transfer": "given by a colleague",
        "back": "came back to whom it was given away by",
        "give_back": "came back from the menu to whom it was sent there by",
        "pick_up": "picked up from parking",
        "dial": "the agent's own call",
        "help": "a supervisor, to help",
        matching.SENT: "sent there by a supervisor",
        matching.ONLY_ONE: "the only one free",
        matching.NEXT_IN_LINE: "became free, and this call was next",
        names.LONGEST_IDLE: "idle longest ({value}) of {free} free",
        names.ROUND_ROBIN: "next in turn of {free} free",
        names.FEWEST_CALLS: "fewest calls today ({value}) of {free} free",
        names.LEAST_TALK: "least talk time today ({value}) of {free} free",
        names.LOWEST_OCCUPANCY: "lowest occupancy today ({value}) of {free} free",
        names.BEST_SKILL: "best skilled ({value}) of {free} free",
        names.WEIGHTED_RANDOM: "drawn by weight of {free} free",
        x.NOT_MEMBER: "{n}× the agent is not in {about}",
        x.SKILL: "{n}× the agent lacks {about}",
        x.NO_ROOM: "{n}× the agent had other work in hand",
        x.KEPT_FOR: "{n}× while this was kept for {about}",
        x.JUST_ASKED: "{n}× the agent had just not taken this",
        x.KEPT_BACK: "{n}× the agent was kept back for other queues",
        x.NOT_READY: "{n}× while the caller was asked about a callback, or the customer was being called",
        x.CLASS: "{n}× the other was of a higher class",
        x.LONGER: "{n}× the other had waited longer",
        x.AHEAD: "{n}× the other had a head start or an earlier deadline",
        x.RAISED: "{n}× a supervisor had moved the other up",
        x.ORDER: "{n}× the agent serves another queue first",
        x.PREFERRED: "{n}× the agent was the other's preferred one",
        "step": "step {step}",
        "overflow": "the overflow",
        "and": ", ",
        "rivals": "; then {rivals}",
        "passed": "; before {passed}",
    },
    "zh": {
        matching.PREFERRED: "首选坐席",
        "consult": "同事咨询",
        "transfer": "同事转接",
        "back": "转接未成，退回",
        "give_back": "从菜单回到转出的坐席",
        "pick_up": "从驻留取回",
        "dial": "坐席自己拨打",
        "help": "主管协助",
        matching.SENT: "由主管指定",
        matching.ONLY_ONE: "唯一空闲的坐席",
        matching.NEXT_IN_LINE: "刚空闲，此电话排在最前",
        names.LONGEST_IDLE: "{free} 名空闲者中空闲最久（{value}）",
        names.ROUND_ROBIN: "{free} 名空闲者中轮到的一位",
        names.FEWEST_CALLS: "{free} 名空闲者中今日接听最少（{value}）",
        names.LEAST_TALK: "{free} 名空闲者中今日通话最短（{value}）",
        names.LOWEST_OCCUPANCY: "{free} 名空闲者中今日占用率最低（{value}）",
        names.BEST_SKILL: "{free} 名空闲者中技能最佳（{value}）",
        names.WEIGHTED_RANDOM: "{free} 名空闲者中按权重抽取",
        x.NOT_MEMBER: "{n} 名不在 {about}",
        x.SKILL: "{n} 名缺少 {about}",
        x.NO_ROOM: "{n} 名手上有其他工作",
        x.KEPT_FOR: "{n} 名：当时只等 {about}",
        x.JUST_ASKED: "{n} 名刚刚没有接",
        x.KEPT_BACK: "{n} 名为其他队列保留",
        x.NOT_READY: "{n} 名：当时正在询问来电者是否回电，或正在呼叫客户",
        x.CLASS: "{n} 名接了更高级别的电话",
        x.LONGER: "{n} 名接了等得更久的电话",
        x.AHEAD: "{n} 名接了有优先时间或期限更早的电话",
        x.RAISED: "{n} 名接了被主管移到最前的电话",
        x.ORDER: "{n} 名优先服务其他队列",
        x.PREFERRED: "{n} 名接了以其为首选的电话",
        "step": "第 {step} 步",
        "overflow": "溢出条件",
        "and": "，",
        "rivals": "；其次 {rivals}",
        "passed": "；先于 {passed}",
    },
}


def duration(seconds: float | None) -> str:
    """Seconds as 0:07, 12:30 or 1:02:03; a dash for none."""
    if seconds is None:
        return "–"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def say(line: Line, language: str, people: Mapping[str, str]) -> str:
    """One line as a sentence; `people` gives agents' names by id."""
    words, values = WORDS[language], dict(line.values)
    for name in ("p50", "p90", "seconds", "waited"):
        if name in values:
            values[name] = duration(values[name])
    if values.get("agent"):
        values["agent"] = people.get(values["agent"], values["agent"])
    shaped = _SHAPES.get(line.code)
    if shaped is not None:
        values |= shaped(line, words, people)
    return SENTENCES[language][line.code].format(**values)


def _queued(line: Line, words: Mapping[str, str], people: Mapping[str, str]) -> dict[str, str]:
    asked = [f"+{line.values['head_start']:g} s"] if line.values["head_start"] else []
    asked += [f"class {line.values['priority']}"] if line.values["priority"] else []
    asked += line.values["skills"]
    asked += [people.get(line.values["prefer"], line.values["prefer"])] if line.values["prefer"] else []
    return {"extras": f" ({words['and'].join(asked)})" if asked else ""}


def _joined(line: Line, _words: Mapping[str, str], _people: Mapping[str, str]) -> dict[str, str]:
    return {"crew": str(sum(value for name, value in line.values.items() if name != "ahead"))}


def _passed_over(line: Line, words: Mapping[str, str], people: Mapping[str, str]) -> dict[str, str]:
    told = [
        words[reason["code"]].format(n=reason["offers"], about=people.get(reason["about"], reason["about"]))
        for reason in line.values["reasons"]
    ]
    return {"reasons": words["and"].join(told)}


def _figure(reason: str, value: float, at: float) -> str:
    if reason == names.LONGEST_IDLE:
        return duration(at - value)
    if reason == names.LOWEST_OCCUPANCY:
        return f"{value:.0%}"
    return duration(value) if reason == names.LEAST_TALK else f"{value:g}"


def _offered(line: Line, words: Mapping[str, str], people: Mapping[str, str]) -> dict[str, str]:
    values, reason = line.values, line.values["reason"]
    why = words.get(reason, reason).format(value=_figure(reason, values["value"], line.at), free=values["free"])
    rivals = words["and"].join(
        f"{people.get(one['agent'], one['agent'])} ({_figure(reason, one['value'], line.at)})"
        for one in values["rivals"]
    )
    return {
        "reason": why,
        "rivals": words["rivals"].format(rivals=rivals) if rivals else "",
        "passed": words["passed"].format(passed=words["and"].join(values["passed"])) if values["passed"] else "",
    }


def _widened(line: Line, words: Mapping[str, str], _people: Mapping[str, str]) -> dict[str, str]:
    skills = line.values["skills"]
    told = [] if skills is None else [words["and"].join(f"{name}:{level}" for name, level in skills.items()) or "–"]
    step = words["step" if line.values["step"] else "overflow"].format(step=line.values["step"])
    return {"step": step, "change": words["and"].join([*told, *(f"+ {queue}" for queue in line.values["also"])])}


def _announced(line: Line, words: Mapping[str, str], _people: Mapping[str, str]) -> dict[str, str]:
    position, minutes = line.values["position"], line.values["minutes"]
    told = [f"#{position}"] if position else []
    return {"told": words["and"].join([*told, *([f"{minutes} min"] if minutes else [])]) or "–"}


def _left(line: Line, _words: Mapping[str, str], _people: Mapping[str, str]) -> dict[str, str]:
    where: list[Any] = [part for part in (line.values["exit"], line.values["to"]) if part]
    who = line.values.get("by")
    return {"where": f" → {' '.join(where)}" if where else "", "who": f" ({who})" if who else ""}


_SHAPES: dict[str, Callable[[Line, Mapping[str, str], Mapping[str, str]], dict[str, str]]] = {
    "queued": _queued,
    "joined": _joined,
    "passed_over": _passed_over,
    "offered": _offered,
    "widened": _widened,
    "announced": _announced,
    "left": _left,
}
