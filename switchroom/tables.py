"""Every table of every room, so that migrations and tests see the whole database."""

import acd.store
import agent_console.store
import agent_console.webhooks.store
import crm_bridge.desk_work.store
import crm_bridge.knowledge.store
import crm_bridge.scripts.store
import crm_bridge.store
import crm_bridge.timeline.store
import cti.store
from cti.database import metadata

ROOMS = (
    acd.store,
    agent_console.store,
    agent_console.webhooks.store,
    crm_bridge.store,
    crm_bridge.desk_work.store,
    crm_bridge.knowledge.store,
    crm_bridge.scripts.store,
    crm_bridge.timeline.store,
    cti.store,
)

__all__ = ["ROOMS", "metadata"]
