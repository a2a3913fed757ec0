"""Who controls what towards whom, since when, until when: the control register and what follows from it.

=============================== ==================================================================================
entry, closed, register, checks what stands in the files, and what has to be right before it is believed
groups, items, holders          groups of countries, codes of control lists, and homes of firms that entries name
scope, force, law, document     whether an entry concerns goods and targets, holds on a day; the answer to a question
bearing                         what bears on one import
calendar, concern, ends         what takes effect, lapses or is reviewed, and whom that concerns
frontrun, notice                windows between announcement and effect, and how long they are
comparison, gaps, distance      lists side by side, where partners differ, and how far apart they are; with numbering,
                                paragraphs and thresholds
ladder, rates, family           steps of escalation, and how often a party restricts, by family of goods
=============================== ==================================================================================

Imports flow from the top of this table downwards; nothing here knows the lake.
"""
