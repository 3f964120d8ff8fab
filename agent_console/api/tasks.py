"""An agent's own tasks, and the callbacks that are due beside them."""

from acd.callback import CLOSED, WAITING, Callback
from agent_console import work_models as m
from agent_console.auth import Refused
from agent_console.house import House
from agent_console.permissions import Permission as P
from agent_console.routing import Asked, route
from crm_bridge.customer import Customer
from crm_bridge.desk_work.task import Task, checked_title, colliding
from crm_bridge.phone_number import parse
from cti.clock import iso, iso_or_none
from cti.ids import AgentId, CallId, CustomerId

DONE_SECONDS = 12 * 3600.0


def _gone() -> Refused:
    return Refused(404, "no_task", "You have no task of this id; it may have been taken away in another window.")


@route("GET", "/tasks", P.TAKE_CALLS, "Your tasks and callbacks", answer=m.TasksView)
async def read_all(asked: Asked) -> m.TasksView:
    """The next due first; what was done stays for half a day."""
    house, agent = asked.house, AgentId(asked.agent)
    now = house.clock.now()
    tasks = await house.books.tasks.of_agent(agent, now - DONE_SECONDS)
    callbacks = await _callbacks(house, agent)
    due = {task.id: task.due for task in tasks if task.due is not None and task.done is None}
    close = colliding([*due.items(), *((one.id, _due(one, now)) for one in callbacks)])
    customers = await _customers(house, [task.customer for task in tasks])
    return m.TasksView(
        tasks=[_view(task, customers, task.id in close) for task in tasks],
        callbacks=[_callback(house, one, now, one.id in close) for one in sorted(callbacks, key=lambda c: c.next_try)],
    )


async def _callbacks(house: House, agent: AgentId) -> list[Callback]:
    """The open callbacks this agent asked for, and those to customers who belong to this agent."""
    opened = [one for one in house.callbacks.by_id.values() if one.state != CLOSED]
    customers = await _customers(house, [one.request.customer for one in opened])
    mine = {customer.id for customer in customers.values() if customer.owner == agent}
    return [one for one in opened if one.request.asked_by == agent or one.request.customer in mine]


async def _customers(house: House, wanted: list[CustomerId | None]) -> dict[CustomerId, Customer]:
    found = await house.crm.directory.get_many([one for one in dict.fromkeys(wanted) if one])
    return {customer.id: customer for customer in found}


def _due(callback: Callback, now: float) -> float:
    return callback.next_try if callback.state == WAITING else now


def _callback(house: House, one: Callback, now: float, collides: bool) -> m.CallbackDueView:
    number = parse(one.request.number, house.region)
    return m.CallbackDueView(
        id=one.id,
        name=one.request.name,
        number=number.display or one.request.number,
        queue=one.request.queue,
        due=iso(_due(one, now)),
        collides=collides,
    )


def _view(task: Task, customers: dict[CustomerId, Customer], collides: bool) -> m.TaskView:
    customer = customers.get(task.customer) if task.customer else None
    return m.TaskView(
        id=task.id,
        title=task.title,
        due=iso_or_none(task.due),
        customer=m.CustomerName(id=customer.id, name=customer.name) if customer else None,
        call=task.call,
        done=task.done is not None,
        collides=collides,
    )


async def _keep(asked: Asked, name: str, done: float | None) -> m.TaskView:
    body, house = asked.body, asked.house
    customer = CustomerId(body.customer) if body.customer else None
    customers = await _customers(house, [customer])
    if customer and not customers:
        raise Refused(422, "no_customer", "There is no customer of this id; leave it out, or use one that exists.")
    task = Task(
        id=name,
        agent=AgentId(asked.agent),
        title=checked_title(body.title),
        due=body.due.timestamp() if body.due else None,
        customer=customer,
        call=CallId(body.call) if body.call else None,
        done=(done or house.clock.now()) if body.done else None,
    )
    return _view(await house.books.tasks.save(task), customers, False)


@route("POST", "/tasks", P.TAKE_CALLS, "Write a task down", body=m.TaskBody, answer=m.TaskView, status=201)
async def add(asked: Asked) -> m.TaskView:
    """Your own; nobody else sees it."""
    return await _keep(asked, "", None)


@route("PUT", "/tasks/{task}", P.TAKE_CALLS, "Change a task", body=m.TaskBody, answer=m.TaskView, errors=(404,))
async def change(asked: Asked) -> m.TaskView:
    """Also to say that it is done, or is not."""
    known = await asked.house.books.tasks.get(AgentId(asked.agent), asked.path("task"))
    if known is None:
        raise _gone()
    return await _keep(asked, known.id, known.done)


@route("DELETE", "/tasks/{task}", P.TAKE_CALLS, "Take a task away", status=204, errors=(404,))
async def remove(asked: Asked) -> None:
    """It is gone for good."""
    if not await asked.house.books.tasks.remove(AgentId(asked.agent), asked.path("task")):
        raise _gone()
