"""The widget's way in: a loader in the host page, a panel in a frame, the same panel as a page of its own."""
