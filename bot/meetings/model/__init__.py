"""Series, meetings and notes, and the rules that hold for them."""
