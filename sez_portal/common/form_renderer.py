"""How every form is rendered: fields through one template, widgets of ours beside Django's."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """`{{ field.as_field_group }}` is label, hint, faults and input, alike in every room."""

    field_template_name = "forms/field.html"
