"""Who plays which part in the story."""

from adapters.web.places import Colleague

NEWCOMER = Colleague("ebele", "Ebele Nwosu", "Children and Family", ("slack",))
"""Two weeks in her job; nobody of the twelve."""
STEWARD = "amara"
SECOND_STEWARD = CONVENER = "joao"
FISHERIES = "henrik"
FORESTS = "mei"
FINANCE = "priya"
LABOUR = "tomasz"
HEALTH = "leilani"
HOUSING = "samir"
TRANSPORTATION = "grace"
EDUCATION = "noor"
JUSTICE = "sinead"
SERVICES = "diego"
