"""How a community, its codes and its settings are shown."""
