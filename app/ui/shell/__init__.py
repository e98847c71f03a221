"""The parts of the window around the pages: header, navigation, import, footer."""
