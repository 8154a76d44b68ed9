"""What the page shows, as strings of HTML: pure functions of values, with one style sheet and one script. No Gradio, no input or output."""
