"""The rules of the rota, pure: who is next, what a turn costs, what happens to it without anybody's doing."""
