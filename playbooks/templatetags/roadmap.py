"""What the templates of a plan ask for."""

from django import template

from playbooks.roadmap import wording

register = template.Library()
register.filter("state_name", wording.state_name)
register.filter("phase_name", wording.phase_name)
