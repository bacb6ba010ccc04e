"""The demo community's first week as a story: who does what and when, and what is then to be seen."""
