"""What people do with questions: draft, post, reply, and mind what others wrote."""
