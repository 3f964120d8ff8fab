"""Customers: find, read, write."""

from agent_console import models as m
from agent_console import wire
from agent_console.auth import Refused
from agent_console.permissions import Permission as P
from agent_console.routing import Asked, route
from crm_bridge import customer as wording
from crm_bridge.customer import Customer
from cti.ids import CustomerId


async def _view(asked: Asked, customer: Customer) -> m.CustomerView:
    timeline = await asked.house.crm.timeline(customer.id)
    return wire.customer(customer, timeline, asked.house.agents)


@route("GET", "/customers", P.READ_CUSTOMERS, "Find customers", query=m.CustomerSearch, answer=m.CustomersView)
async def search(asked: Asked) -> m.CustomersView:
    """Customers whose name, company or number has every word of the query."""
    found = await asked.house.crm.directory.search(asked.query.query, asked.query.limit)
    return m.CustomersView(customers=[wire.card(customer) for customer in found])


@route("POST", "/customers", P.WRITE_CUSTOMERS, "Make a customer", body=m.CustomerBody, answer=m.CustomerView)
async def create(asked: Asked) -> m.CustomerView:
    """A new customer."""
    body = asked.body
    draft = wording.draft(
        name=body.name or "",
        numbers=body.numbers or (),
        region=asked.house.region,
        email=body.email,
        company=body.company,
        language=body.language,
        vip=bool(body.vip),
        note=body.notes or "",
        owner=body.owner,
        agents=asked.house.agents,
    )
    return await _view(asked, await asked.house.crm.directory.create(draft))


@route("GET", "/customers/{customer}", P.READ_CUSTOMERS, "A customer", answer=m.CustomerView, errors=(404,))
async def read(asked: Asked) -> m.CustomerView:
    """A customer with note and timeline."""
    customer = await asked.house.crm.directory.get(CustomerId(asked.path("customer")))
    if customer is None:
        raise Refused(404, "no_customer", "There is no customer of this id; search for the customer again.")
    return await _view(asked, customer)


@route(
    "PATCH",
    "/customers/{customer}",
    P.WRITE_CUSTOMERS,
    "Change a customer",
    body=m.CustomerBody,
    answer=m.CustomerView,
    errors=(404,),
)
async def change(asked: Asked) -> m.CustomerView:
    """What is absent stays as it is."""
    body = asked.body
    changes = wording.changes(
        region=asked.house.region,
        name=body.name,
        numbers=body.numbers,
        email=body.email,
        company=body.company,
        language=body.language,
        vip=body.vip,
        note=body.notes,
        owner=body.owner,
        agents=asked.house.agents,
    )
    return await _view(asked, await asked.house.crm.directory.update(CustomerId(asked.path("customer")), changes))


@route(
    "POST",
    "/customers/{customer}/notes",
    P.WRITE_CUSTOMERS,
    "Add a note",
    body=m.Note,
    answer=m.CustomerView,
    errors=(404,),
)
async def add_note(asked: Asked) -> m.CustomerView:
    """One more note on the customer."""
    house = asked.house
    customer = await house.crm.directory.add_note(
        CustomerId(asked.path("customer")), asked.body.text, asked.who.name, house.clock.now()
    )
    return await _view(asked, customer)
