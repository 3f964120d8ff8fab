"""What agents work with beside the call, put together: tasks, canned notes, scripts and the knowledge base."""

from crm_bridge.desk_work.store import CannedNoteStore, TaskStore
from crm_bridge.knowledge.store import KnowledgeBase
from crm_bridge.scripts.store import ScriptStore
from cti.clock import Clock
from cti.database import Database


class DeskBooks:
    """The four books of a desk, over one database."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.tasks = TaskStore(database)
        self.canned_notes = CannedNoteStore(database)
        self.scripts = ScriptStore(database, clock)
        self.knowledge = KnowledgeBase(database, clock)
