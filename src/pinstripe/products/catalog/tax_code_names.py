"""The names of tax codes, by the digits of their ids.

Source: recorded: notoursllc (the list of 2022); docs: Managed Payments (digital goods, 2026), Tax codes.
The list has grown since 2022: what is not here can be a code all the same.
"""

from __future__ import annotations

from typing import Final

LINES: Final = """
00000000 Nontaxable
10000000 General - Electronically Supplied Services
10010001 Infrastructure as a service (IaaS) - personal use
10101000 Infrastructure as a service (IaaS) - business use
10102000 Platform as a service (PaaS) - business use
10102001 Platform as a Service (PaaS) - personal use
10103000 Software as a service (SaaS) - personal use
10103001 Software as a service (SaaS) - business use
10103100 Software as a service (SaaS) - electronic download - personal use
10103101 Software as a service (SaaS) - electronic download - business use
10104001 Cloud-based business process as a service
10105001 Artificial Intelligence as a Service (AIaaS) - cloud based - personal use
10105002 Artificial Intelligence as a Service (AIaaS) - cloud based - business use
10105003 Artificial Intelligence as a Service (AIaaS) - cloud based and downloaded - personal use
10105004 Artificial Intelligence as a Service (AIaaS) - cloud based and downloaded - business use
10201000 Video Games - downloaded - non subscription - with permanent rights
10201001 Video Games - downloaded - non subscription - with limited rights
10201002 Video Games - downloaded - subscription - with conditional rights
10201003 Video Games - streamed - non subscription - with limited rights
10201004 Video Games - streamed - subscription - with conditional rights
10202000 Downloadable software - personal use
10202001 Downloadable Software - non recreational - personal use
10202003 Downloadable software - business use
10203000 Downloadable software - custom - personal use
10203001 Downloadable software - custom - business use
10301000 Audiobook
10302000 Digital Books - downloaded - non subscription - with permanent rights
10302001 Digital Books - downloaded - non subscription - with limited rights
10302002 Digital Books - downloaded - subscription - with conditional rights
10302003 Digital Books - viewable only - subscription - with conditional rights
10303000 Digital Magazines/Periodicals - downloadable - subscription - with conditional rights
10303002 Digital Magazines/Periodicals - viewable only - subscription - with conditional rights
10303100 Digital Magazines/Periodicals - downloadable - non subscription - with permanent rights
10303101 Digital Magazines/Periodicals - viewable only - non subscription - with limited rights
10303102 Digital Magazines/Periodicals - viewable only - non subscription - with permanent rights
10303104 Digital Magazines/Periodicals - downloadable - non subscription - with limited rights
10304000 Digital Newspapers - downloadable - non subscription - with permanent rights
10304001 Digital Newspapers - viewable only - non subscription - with limited rights
10304002 Digital Newspapers - viewable only - non subscription - with permanent rights
10304003 Digital Newspapers - downloadable - non subscription - with limited rights
10304100 Digital Newspapers - downloadable - subscription - with conditional rights
10304102 Digital Newspapers - viewable only - subscription - with conditional rights
10305000 Digital School Textbooks - downloaded - non subscription - with limited rights
10305001 Digital School Textbooks - downloaded - non subscription - with permanent rights
10401000 Digital Audio Works - streamed - non subscription - with limited rights
10401001 Digital Audio Works - downloaded - non subscription - with limited rights
10401100 Digital Audio Works - downloaded - non subscription - with permanent rights
10401200 Digital Audio Works - streamed - subscription - with conditional rights
10402000 Digital Audio Visual Works - streamed - non subscription - with limited rights
10402100 Digital Audio Visual Works - downloaded - non subscription - with permanent rights
10402110 Digital Audio Visual Works - downloaded - non subscription - with limited rights
10402200 Digital Audio Visual Works - streamed - subscription - with conditional rights
10402300 Digital video streaming - live performance (limited use)
10501000 Digital Photographs/Images - downloaded - non subscription - with permanent rights
10502000 Gift card
10503000 Digital other news or documents - downloadable - non subscription - with permanent rights
10503001 Digital other news or documents - downloadable - non subscription - with limited rights
10503002 Digital other news or documents - downloadable - subscription - with conditional rights
10503003 Digital other news or documents - viewable only - non subscription - with limited rights
10503004 Digital other news or documents - viewable only - non subscription - with permanent rights
10503005 Digital other news or documents - viewable only - subscription - with conditional rights
10504003 Electronic software documentation or user manuals - Prewritten, electronic delivery
10505000 Digital Finished Artwork - downloaded - non subscription - with limited rights
10505001 Digital Finished Artwork - downloaded - non subscription - with permanent rights
10505002 Digital Finished Artwork - downloaded - subscription - with conditional rights
10506000 Digital Greeting Cards - Audio Only
10506001 Digital Greeting Cards - Audio Visual
10506002 Digital Greeting Cards - Static text and/or images only
10701000 Website advertising
10701100 Website hosting
10701200 Website design
10701300 Website data processing
10701400 Website Information Services - Business Use
10701401 Website Information Services - Personal Use
10701410 Electronically Delivered Information Services - Business Use
10701411 Electronically Delivered Information Services - Personal Use
10702000 Online Dating Services
10804001 Digital Audio Visual Works - bundle - downloaded and streamed - subscription - \
with conditional rights
10804002 Digital Audio Visual Works - bundle - downloaded with limited rights and streamed - non subscription
10804003 Digital Audio Visual Works - bundle - downloaded with permanent rights and streamed - \
non subscription
10804010 Digital Audio Works - bundle - downloaded and streamed - subscription - with conditional rights
20010003 Cleaning services
20010004 Commercial cleaning services
20010006 Residential cleaning services
20020009 Installation of hardware - nonpermanent
20020010 Installation of hardware - permanent
20020018 Installation services
20030000 General - Services
20030002 Pet boarding
20030003 Pet grooming
20040002 Personal care services
20060000 Professional Services
20060001 Accounting Services
20060002 Advertising Services
20060009 Tangible services - data processing
20060013 Engineering Services
20060017 Technical Support Services
20060022 Interior decorating
20060035 Secretarial services
20060042 Temporary help services
20060044 Training services
20060045 Training Services - Live Virtual
20060047 Architectural Services
20060048 Consulting Services
20060051 Credit Card Processing Services
20060052 Educational Services
20060054 Legal Services
20060055 Marketing Services
20060058 Training Services - Self Study Web Based
20060059 Tutoring
20060158 On demand Online Courses - streamed audio or audio visual content
20060258 On demand Online Courses - streamed and downloadable audio or audio visual content
20060358 On demand Online Courses - written material
20070006 Extermination services
20070007 Landscaping services
20070010 Painting and wallpapering services
20080005 Repair services - tangible personal property
20080007 Repair services - real property
20090004 Dry cleaning
20090015 Warranty - mandatory
20090018 Warranty - optional
30011000 Clothing and Footwear
30011100 Formal or special occasion wear
30011200 Children's clothing and footwear
30021000 Athletic and sportswear
30021200 Swim suits
30031404 Protective and safety employee clothing
30040003 Cloth face masks
30040005 Costume masks and accessories
30040006 Costumes
30051302 Gloves (general use)
30060001 Bags purses and wallets
30060006 Hats
30060007 Jewelry
30060010 Non-clothing accessories
30060015 Luggage
30060016 Watches
30070001 Bicycle Helmets - Adult
30070022 Sport Uniforms
30071000 Sporting activities equipment
31030001 Baby powder and diaper cream
31030003 Baby wipes
31031202 Infant diapers
31040001 Baby bottles and nipples
31040002 Breast pumps
31070001 Baby or child car seat
32010001 Blood glucose monitoring devices
32010002 Diabetic testing equipment and supplies
32020002 Drugs - over the counter
32030001 Condoms
32040005 Tampons, pads, and sanitary napkins
32050001 Adult disposable diapers
32050005 Disposable face masks
32050006 Grooming and hygiene products
32050007 Grooming and hygiene products - medicated
32050009 Hand sanitizers
32050012 Medicated acne treatments
32050013 Skin care products
32050014 Skin care products - medicated
32050015 Smoking cessation products
32050017 Toilet tissue
32050018 Toothbrush
32050019 Toothpaste
32050040 Sunscreen
32060001 Durable medical equipment
32070003 Wound care supplies - bandages, dressings, gauze
32070004 Wound care supplies - bandages, dressings, gauze (medicated)
32070018 First aid kits
32070019 Gloves - non-surgical (disposable)
32070028 Medical supplies - consumable
32080001 Bath aids
32080003 Mobility enhancing equipment
32080004 Repair & replacement parts for mobility enhancing equipment
32090003 Corrective lenses
32090005 Hearing aid batteries
32090006 Hearing aids
32090007 Prosthetic device
32100006 Medical thermometers - disposable
32100007 Medical thermometers - reusable
32100008 ENERGY STAR products
33020001 Ceiling fans - Energy Star
33020002 Air conditioners - Energy Star
33020003 Furnaces - Energy Star
33020004 Heat Pumps - Energy Star
33020005 Water heater - Energy Star
33020006 Dehumidifier - Energy Star
33020007 Boilers - Energy Star
33020008 Programmable Wall Thermostat - Energy Star
33020009 Refrigerators - Energy Star
33020010 Dishwashers - Energy Star
33020011 Freezers- Energy Star
33020012 Clothes Washing Machine - Energy Star
33020013 Clothes drying machine - Energy Star
33020014 Can opener - manual
33020200 Water efficiency products
33030001 Alkaline Batteries
33031001 Mobile Phone Batteries
33080201 Disinfectant wipes
33080202 Disposable household paper products
33080300 Household linens, bedding, towels, and shower curtains
33100001 Landscape Soil/ Mulch/ Compost - Residential
33100101 Insecticides, herbicides, fungicides
33100200 Plant food
33110001 Incandescent Light Bulbs - Energy Star
33110002 Compact Fluorescent Light Bulbs - Energy Star
33110003 LED Bulbs - Energy Star
33110004 Portable Light Sources
33110005 Candles
33120000 Storm preparedness items
33120001 Portable Radios
33120002 Food Storage Cooler
33120003 Smoke Detectors
33120004 Carbon Monoxide Detectors
33120005 Fire Extinguishers
33120006 Portable Fuel Container
33120007 Water storage container
33120008 Artificial Ice
33120009 Tarpaulins and Weatherproof Sheeting
33120010 Portable Generator
33120011 Power cords
33120012 Axes/Hatchets
33120013 Garden chainsaw
33120014 Chainsaw accessories
33120015 Storm shutters/window protection devices
33120016 Emergency/rescue ladder
33120017 Ropes and Cords
33120018 Ground Anchor Systems and Tie-down Kits
33120019 Duct Tape
33150001 Toilets - WaterSense
33150002 Urinals - WaterSense
33150003 Bathroom Faucets - WaterSense
33150004 Spray Water Sprinkler Bodies - WaterSense
33150005 Irrigation Controls - WaterSense
33150006 Showerheads - WaterSense
34020003 E-Book Readers
34020004 Headphones/Earbuds
34020005 Consumer electronics peripherals & accessories
34020006 Televisions
34020027 Consumer electronics
34021000 Mobile Phones
34022000 Video Gaming Console - Fixed
34022001 Video Gaming Console - Portable
34040006 Computer Monitor/Displays
34040008 Computer Printer
35010000 Books
35010001 Books for children
35010400 Religious books
35010500 Audiobook (Physical Copy)
35020100 Newspapers
35020200 Magazines
36010001 Flea and tick products
36010002 Over-the-counter drugs for animal use - without a prescription
36010003 Over-the-counter medical supplies for pets
36010004 Pet food
36010005 Pet vitamins
37010000 Personal computers, including laptops, tablets, desktops
37050001 School textbooks
37060001 Bookbags and backpacks
37060012 School supplies
37070001 Tangible media - prewritten software
37071001 Software Maintenance Agreement - optional - prewritten - electronic updates
37071101 Software Maintenance Agreement - mandatory - prewritten - electronic updates
40040000 Food for Non-Immediate Consumption
40040004 Baby food
40050004 Tangible personal property bundle - 50-90% food
40050005 Tangible personal property bundle - 90% food or more
40050006 Tangible personal property bundle - less than 50% food
40060003 Food for Immediate Consumption
40070005 Snack foods
40090001 Dietary supplements
41030001 Bottled Water
50021001 Fitness Centers - Membership Fees
50021002 Fitness Centers - Initiation Fees
50021003 Fee for Personal Training/Fitness Classes
90000001 Donation
92010001 Shipping
99999999 General - Tangible Goods
"""

NAMES: Final = {f"txcd_{line[:8]}": line[9:] for line in LINES.split("\n") if line}
