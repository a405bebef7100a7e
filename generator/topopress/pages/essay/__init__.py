"""Essays: Markdown with facts, views, figures and notes, to HTML."""
